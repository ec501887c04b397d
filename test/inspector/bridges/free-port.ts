import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A port that is free now, for servers that cannot take any by themselves. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
