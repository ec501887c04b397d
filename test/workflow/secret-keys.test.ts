import { describe, expect, test } from "vitest";

import { isSecretKey, secretKeyTest } from "../../src/workflow/secret-keys.ts";

describe("the name of a parameter tells that its value is a secret", () => {
  test.each(
    (
      "password passwords passwd pwd passphrase secret secrets token jwt authorization Authorization cookie credentials " +
      "apiKey api_key API-KEY apikey X-API-Key OPENAI_API_KEY APIKey myApiKey hf_token githubToken access_token token2 " +
      "PGPASSWORD dbPassword db.password password_2 clientSecret aws_secret_access_key privateKey PrivateKey secretKey " +
      "accountKey connectionString set-cookie authtoken"
    ).split(" "),
  )("%s", (name) => expect(isSecretKey(name)).toBe(true));

  test.each(
    (
      "tokens max_tokens maxTokens max_new_tokens n_tokens tokenizer tokenise token_count token_ids token_type_ids " +
      "pad_token eosToken bos_token unk_token mask_token sep_token cls_token special_token image_token next_token " +
      "password_length passwordColumn secret_fraction accessKeyId primary_key foreignKey sort_key key keys keyword " +
      "monkey author authored cookies_accepted bearer_name path url user 42 é __proto__ constructor"
    ).split(" "),
  )("not %s", (name) => expect(isSecretKey(name)).toBe(false));

  test("names of one's own are compared by whole words, and win or lose as they were asked to", () => {
    const isSecret = secretKeyTest({ keys: ["dsn", "PIN code"], plainKeys: ["auditToken", "api key"] });
    expect(["dsn", "pgDsn", "pin_code", "userPinCode", "token"].filter((name) => !isSecret(name))).toEqual([]);
    expect(["spin", "pin", "mydsn", "audit_token", "openai_api_key"].filter(isSecret)).toEqual([]);
  });

  test("nothing is a name", () => expect(isSecretKey("")).toBe(false));
});
