/** What runstate makes of a config that PETsARD 1.6.0 treats otherwise. */
type Verdict =
  | { readonly verdict: "refused"; readonly reason: string; readonly why: string }
  | { readonly verdict: "planned"; readonly keys: readonly string[]; readonly why: string };

/** Every case in which runstate differs from PETsARD on purpose; docs/config.md holds the same table. */
export const deliberateDifferences: Readonly<Record<string, Verdict>> = {
  split_expt_named_method: {
    verdict: "planned",
    keys: ["method_[3-1]", "method_[3-2]", "method_[3-3]", "other_[2-1]", "other_[2-2]"].map(
      (name) => `Loader[d]_Splitter[${name}]`,
    ),
    why: "an experiment's name means nothing; PETsARD looked for the param `method` among the names",
  },
  split0: {
    verdict: "refused",
    reason: "0 is not a whole number from 1",
    why: "PETsARD prunes the subtree silently and reports completion",
  },
  split_str: {
    verdict: "refused",
    reason: '"3" is not a whole number from 1',
    why: "a ConfigError instead of a TypeError",
  },
  split_null_cfg: {
    verdict: "refused",
    reason: "the params are a mapping with text keys, not null",
    why: "a ConfigError instead of an AttributeError",
  },
  spaces_punct: {
    verdict: "refused",
    reason: "the name holds the control character U+0009",
    why: "a name is printed on one line; the other eight names are legal",
  },
  newline_name: {
    verdict: "refused",
    reason: "the name holds the control character U+000A",
    why: "a name must not forge a line of a log",
  },
  empty_name: { verdict: "refused", reason: "the name is empty", why: "a key with an empty name cannot be read back" },
  empty_first: {
    verdict: "refused",
    reason: "the module has no experiment",
    why: "PETsARD runs nothing and reports completion",
  },
  empty_last: {
    verdict: "refused",
    reason: "the module has no experiment",
    why: "PETsARD runs the rest, keeps no result and reports completion",
  },
  null_module: {
    verdict: "refused",
    reason: "the module is a mapping of experiments, not null",
    why: "a ConfigError instead of a TypeError",
  },
  no_modules: {
    verdict: "refused",
    reason: "the config has no module",
    why: "PETsARD runs nothing and reports completion",
  },
  int_expt_name: {
    verdict: "refused",
    reason: "the name 1 is not text",
    why: 'a ConfigError instead of a TypeError; in YAML `1:` is the text "1"',
  },
  scalar_expts: {
    verdict: "refused",
    reason: 'the module is a mapping of experiments, not "RAW:abc"',
    why: "a ConfigError instead of an AttributeError",
  },
  unknown_module_unreached: {
    verdict: "refused",
    reason: "the module has no experiment",
    why: "the whole config is checked, not only what is reached",
  },
  // Which modules exist is the workflow's to say: a config alone is planned, and refused where it meets a workflow.
  unknown_module: {
    verdict: "planned",
    keys: ["Loader[d]_Trainer[t]"],
    why: "the workflow refuses it, as a ConfigError instead of a NameError from eval",
  },
  base_module: {
    verdict: "planned",
    keys: ["Base[d]"],
    why: "the workflow refuses it before anything runs, instead of a NotImplementedError while running",
  },
};
