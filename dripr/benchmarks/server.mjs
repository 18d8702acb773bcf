// fauxqs on loopback alone: its own command listens on every address. The system chooses the port.
import { buildApp } from "fauxqs";

const app = await buildApp({ logger: false });
const address = await app.listen({ host: "127.0.0.1", port: 0 });
console.log(`fauxqs on ${address}`);
process.on("SIGTERM", () => process.exit(0));
