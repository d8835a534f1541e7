#!/usr/bin/env node
import nodeModule from "node:module";

// From Node 22.8 on, compiled code is kept between commands; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();

// Imported afterwards, so that it is compiled with the cache.
await import("./start.js");
