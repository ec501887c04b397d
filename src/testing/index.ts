/** `runstate/testing`: laws and random values to test workflows and stores with, on `fast-check`. */
export { LawBroken } from "./law-broken.ts";
export type { ProofFailure } from "./store-law.ts";
export type { StoreSubject } from "./store-subject.ts";
export { type StoreClaim, storeSuite } from "./store-suite.ts";
export { workflowConfig, type WorkflowConfigOptions } from "./arbitraries/workflow-config.ts";
export { frame, type FrameOptions, type Row } from "./arbitraries/frame.ts";
export { schema, type SchemaOptions } from "./arbitraries/schema.ts";
export { schemaEdit, type SchemaEdit } from "./arbitraries/schema-edit.ts";
