// Bundles test/*.test.ts, because Node 20 does not strip types, and runs them with node:test.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const home = import.meta.dirname;
const tests = readdirSync(join(home, "test")).filter((file) => file.endsWith(".test.ts"));
const folder = mkdtempSync(join(home, "node_modules", ".tests-"));
try {
  await build({
    absWorkingDir: home,
    entryPoints: tests.map((file) => `test/${file}`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    sourcemap: "inline",
  });
  const built = tests.map((file) => join(folder, file.replace(/\.ts$/, ".mjs")));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], {
    stdio: "inherit",
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
