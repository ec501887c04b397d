/** Options and filters as plain JavaScript gives them: what nobody would read is refused, with the nearest that is read. */
import { didYouMean } from "./nearest-name.ts";

type NamesIn<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | NamesIn<Rest> : Text;

/** The names of some options in one text: where one is forgotten, or is none of them, it does not compile. */
export type AllNames<Options, Text extends string> = Text &
  ([keyof Options, NamesIn<Text>] extends [NamesIn<Text>, keyof Options] ? Text : never);

/** Throws a RangeError for an option that nobody would read. `of` is whose options they are. */
export const checkOptions = <Options extends object, const Text extends string>(
  of: string,
  options: Options,
  names: AllNames<Options, Text>,
): void =>
  unknownNames(options, names, (name, remedy) => {
    throw new RangeError(`${of}: ${name}: ${noSuchOption}. ${remedy}`);
  });

export const noSuchOption = "there is no such option";

/** Tells of every name that nobody would read, and what to write instead. */
export const unknownNames = <Options extends object, const Text extends string>(
  options: Options,
  names: AllNames<Options, Text>,
  tell: (name: string, remedy: string) => void,
): void => {
  const known = names.split(" ");
  for (const name of Object.keys(options)) if (!known.includes(name)) tell(name, didYouMean(name, known));
};
