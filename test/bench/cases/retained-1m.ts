import { retainedCase } from "../harness/retained-case.ts";

export default retainedCase(142_857);
