/** Says of the name of a parameter whether its value is a secret. */
export type SecretKeyTest = (name: string) => boolean;

/**
 * What counts as a secret of a run, beside what `secret()` wraps.
 *
 * Names are compared by their last words, whatever their spelling: `api key` is met by `apiKey`, `X-API-Key` and
 * `OPENAI_API_KEY`, and not by `api_key_length`.
 */
export interface SecretOptions {
  /** Further names of parameters whose texts and numbers are secrets, at any depth below: `["dsn"]`. */
  readonly keys?: readonly string[];
  /** Names that are none, though `keys` or the names known by default would say so: `["audit token"]`. */
  readonly plainKeys?: readonly string[];
  /** Secrets that stand in no params, such as `process.env.DB_PASSWORD`. An unset or empty one is passed over. */
  readonly values?: readonly (string | undefined)[];
}

const secretNames = [
  "password",
  "passwords",
  "passwd",
  "pwd",
  "passphrase",
  "passcode",
  "secret",
  "secrets",
  "token",
  "jwt",
  "bearer",
  "authorization",
  "cookie",
  "credential",
  "credentials",
  "api key",
  "api keys",
  "access key",
  "private key",
  "secret key",
  "signing key",
  "encryption key",
  "account key",
  "connection string",
];

/** Tokens of a text, not of a service: the settings of tokenizers are full of them. */
const textTokens =
  "pad eos bos sos unk oov mask sep cls special start end stop begin first last next word text image audio video " +
  "prefix middle suffix blank space separator delimiter fill empty";

const plainNames = textTokens.split(" ").map((word) => `${word} token`);

/** Written as one word, as in PGPASSWORD. No other word ends like these. */
const glued = /(?:passwords?|passwd|passphrase|apikey|privatekey|accesskey|secretkey|authtoken|accesstoken)$/u;

/** The words of a name: of camelCase, snake_case, kebab-case or plain; numbers at the end of a word do not count. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/\d+$/u, ""))
    .filter((word) => word !== "");

/** A space before each word, so that only whole words can be the end of it. */
const spelled = (name: string): string => wordsOf(name).reduce((text, word) => `${text} ${word}`, "");

/** The test of names that the options and the names known by default make. Each name is looked at once. */
export const secretKeyTest = ({ keys = [], plainKeys = [] }: SecretOptions = {}): SecretKeyTest => {
  const secrets = [...secretNames, ...keys].map(spelled);
  const plain = [...plainNames, ...plainKeys].map(spelled);
  const known = new Map<string, boolean>();
  const test = (name: string): boolean => {
    const words = spelled(name);
    return (
      (glued.test(words) || secrets.some((end) => words.endsWith(end))) && !plain.some((end) => words.endsWith(end))
    );
  };
  return (name) => {
    const earlier = known.get(name);
    if (earlier !== undefined) return earlier;
    const isSecret = test(name);
    // Data that stands in params may have any number of names.
    if (known.size < maxKnown && name.length <= longestKnown) known.set(name, isSecret);
    return isSecret;
  };
};

const [maxKnown, longestKnown] = [10_000, 100];

/** The test by the names known by default: for configs that are read before any option is known. */
export const isSecretKey: SecretKeyTest = secretKeyTest();

/** Whether a name has a word at all: one that has none would be the end of every name. */
export const hasWords = (name: unknown): boolean => typeof name === "string" && wordsOf(name).length > 0;
