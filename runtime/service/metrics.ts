import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "./database/database.ts";
import type { EventHub } from "./events/hub.ts";
import { countHeads } from "./jobs/heads.ts";
import { STATES } from "./schemas/heads.ts";

/** What Prometheus reads, event-loop delay (`nodejs_eventloop_lag_p99_seconds`) included. */
export interface Metrics {
  registry: Registry;
  /** @param route the route's pattern, never the path a client chose. */
  answered(route: string, method: string, status: number, seconds: number): void;
  created(): void;
}

export function serviceMetrics(db: Database, hub: EventHub): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "headartist_heads",
    help: "heads by state",
    labelNames: ["state"],
    registers,
    async collect() {
      const counts = await countHeads(db);
      for (const state of STATES)
        if (!/ing$/.test(state) || state === "running") this.set({ state }, counts[state] ?? 0);
    },
  });
  new Gauge({
    name: "headartist_event_streams",
    help: "open event streams",
    registers,
    collect() {
      this.set(hub.listeners());
    },
  });
  const created = new Counter({
    name: "headartist_heads_created_total",
    help: "heads asked for since the start",
    registers,
  });
  const answers = new Histogram({
    name: "headartist_http_seconds",
    help: "time to answer, by route",
    labelNames: ["route", "method", "status"],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers,
  });
  return {
    registry,
    created: () => created.inc(),
    answered: (route, method, status, seconds) => answers.observe({ route, method, status }, seconds),
  };
}
