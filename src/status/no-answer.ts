import { StatusError } from "../error.ts";

/** Why a question about a run has no answer. */
export const noAnswer = (reason: StatusError["reason"], subject: string, detail: string): StatusError =>
  new StatusError({ reason, subject, detail });
