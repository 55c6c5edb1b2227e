#!/usr/bin/env node
// npm wants a command to be JavaScript; the rest is TypeScript, whose types Node strips as it loads.
import "./main.ts";
