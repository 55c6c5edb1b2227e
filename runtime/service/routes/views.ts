import { type HeadRow, publicState } from "../jobs/head-row.ts";

/** A head as clients see it. */
export function headView(row: HeadRow) {
  const { id, createdAt, finishedAt, preview, error } = row;
  const { edit = null, look: _, report = null, ...request } = row.request;
  const times = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { id, ...times, request, edit, state: publicState(row), preview, error, report };
}

/** Its making as clients see it. */
export function jobView(row: HeadRow) {
  return { id: row.id, state: publicState(row), progress: row.progress, error: row.error };
}
