// What Maven calls. `make.mjs FOLDER` checks and builds unless nothing changed since FOLDER was
// written; `make.mjs --test` runs the unit tests. Installs the locked packages when they changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const home = import.meta.dirname;

function run(command, ...args) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, { cwd: home, stdio: "inherit", shell });
  if (error || status !== 0) {
    console.error(error ? `${command}: ${error.message}` : `${command} ${args[0]} failed`);
    process.exit(1);
  }
}

function hash(paths) {
  const sum = createHash("sha256");
  for (const path of paths) {
    sum
      .update(path)
      .update("\0")
      .update(readFileSync(join(home, path)))
      .update("\0");
  }
  return sum.digest("hex");
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function install() {
  const stamp = join(home, "node_modules", ".installed");
  const locked = hash(["package-lock.json"]);
  if (read(stamp) !== locked) {
    run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
    writeFileSync(stamp, locked);
  }
}

const target = process.argv[2];
if (target === "--test") {
  install();
  run("node", "test.mjs");
} else if (target) {
  const own = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const nested = ["client", "client/src", "src", "test"].flatMap((folder) =>
    readdirSync(join(home, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${folder}/${entry.name}`),
  );
  const stamp = join(home, "node_modules", ".built");
  const sources = `${target} ${hash([...own, ...nested].sort())}`;
  if (read(stamp) !== sources || !existsSync(join(target, "manifest.json"))) {
    install();
    run("npm", "run", "--silent", "check");
    run("node", "build.mjs", target);
    writeFileSync(stamp, sources);
  }
} else {
  console.error("usage: node make.mjs FOLDER | --test");
  process.exit(2);
}
