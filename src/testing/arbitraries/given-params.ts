/** What to write where the params of a module cannot be drawn: true for `workflowConfig`, and for the `config` of a check. */
export const givenParams = (moduleName: string): string =>
  `Say what they are: workflowConfig(workflow, { params: { ${JSON.stringify(moduleName)}: fc.record({ … }) } }), ` +
  "with fc of fast-check; checkWorkflow takes it as its config, and a config with params of yours as well.";
