/** Where in what hears of it something happened, in CSS pixels. */
export const pointAt = (
  event: MouseEvent & { readonly currentTarget: HTMLElement },
): readonly [x: number, y: number] => {
  const box = event.currentTarget.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};
