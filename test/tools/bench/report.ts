import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { packagePath } from "../../../runtime/host/node/paths.ts";

/** One table of a report; cells are ready to print. */
export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
  notes: string[];
}

/** One run of the benchmarks. */
export interface Report {
  machine: string;
  date: string;
  node: string;
  /** PyTorch's version and threads, or why it is missing. */
  pytorch: string;
  tables: Table[];
}

export function createReport(pytorch: string): Report {
  const cores = cpus();
  const machine = `${cores[0].model.trim()}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return { machine, date: new Date().toISOString().slice(0, 16), node: process.version, pytorch, tables: [] };
}

export function milliseconds(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(value < 10 ? 2 : 1);
}

/** "2.1×", or a dash. */
export function times(value: number | undefined): string {
  return value === undefined ? "–" : `${value.toFixed(value < 10 ? 2 : 0)}×`;
}

/** A table in aligned columns: the first to the left, numbers to the right, the last (remarks) to the left. */
export function printed({ title, columns, rows, notes }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 || i === row.length - 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  return ["", title, ...all.map((row) => `  ${line(row).join("  ").trimEnd()}`), ...notes, ""].join("\n");
}

/** Appends a run to the file of its machine below `results/`: tables to read, and JSON to compute with. */
export async function save(report: Report): Promise<string> {
  const folder = packagePath("test", "bench", "results");
  await mkdir(folder, { recursive: true });
  const stem = report.machine.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const json = join(folder, `${stem}.json`);
  const before: Report[] = JSON.parse(await readFile(json, "utf8").catch(() => "[]"));
  const reports = [...before, report];
  await writeFile(json, `${JSON.stringify(reports, null, 1)}\n`);
  await writeFile(join(folder, `${stem}.md`), `# ${report.machine}\n\n${reports.map(markdown).join("\n")}`);
  return json;
}

function markdown({ date, node, pytorch, tables }: Report): string {
  const table = ({ title, columns, rows, notes }: Table) => [
    `### ${title}`,
    "",
    ...[columns, columns.map((_, i) => (i === 0 ? "---" : "--:")), ...rows].map((row) => `| ${row.join(" | ")} |`),
    "",
    ...notes.map((note) => `${note}\n`),
  ];
  return [`## ${date}: Node ${node}, ${pytorch}`, "", ...tables.flatMap(table)].join("\n");
}
