import type { TabNotice } from "../api/port-fetch.ts";

/** Says below the viewport what the page waits for, as long as it waits. */
export function showStanding(notice: TabNotice): void {
  const place = document.querySelector<HTMLElement>("#standing") ?? createPlace();
  const text = textOf(notice);
  place.textContent = text;
  place.hidden = text === "";
}

function createPlace(): HTMLElement {
  const place = document.createElement("p");
  place.id = "standing";
  place.setAttribute("role", "status");
  document.querySelector("#viewport")!.append(place);
  return place;
}

function textOf(notice: TabNotice): string {
  if (notice.type === "waiting") return "Another tab has this page open. Close it, and this one goes on.";
  if (notice.type === "failed")
    return `Heads cannot be made here: ${notice.message}. The page doctor.html beside this one says what this browser has.`;
  if (notice.type === "open" || notice.loaded >= notice.total) return "";
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `Loading: ${megabytes(notice.loaded)} of ${megabytes(notice.total)} MB`;
}
