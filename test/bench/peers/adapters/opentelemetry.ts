/** A span per step under one per path, with the schemas as attributes; exported to memory. */
import { context, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";

import type { Adapter, OpenPeer } from "../adapter.ts";
import { moduleName, modulesPerPath, schemaReference, work } from "../work.ts";

const open = (newProcessor: (exporter: InMemorySpanExporter) => SpanProcessor): OpenPeer => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [newProcessor(exporter)] });
  const tracer = provider.getTracer("bench");
  return {
    run: async (paths) => {
      exporter.reset();
      for (let path = 0; path < paths; path++) {
        const root = tracer.startSpan("path");
        const parent = trace.setSpan(context.active(), root);
        for (let place = 0; place < modulesPerPath; place++) {
          const attributes = { "schema.before": schemaReference(place) };
          const span = tracer.startSpan(moduleName(place), { attributes }, parent);
          await work(place);
          span.setAttribute("schema.after", schemaReference(place + 1));
          span.end();
        }
        root.end();
      }
      await provider.forceFlush();
    },
    check: (paths) => {
      const spans = exporter.getFinishedSpans().length;
      if (spans !== paths * (modulesPerPath + 1)) throw new Error(`${spans} spans of ${paths} paths`);
    },
    close: () => provider.shutdown(),
  };
};

export const cases: Adapter["cases"] = {
  simple: () => open((exporter) => new SimpleSpanProcessor(exporter)),
  // Nothing is dropped, as its queue of 2048 would while nothing lets its timer run.
  batch: () => open((exporter) => new BatchSpanProcessor(exporter, { maxQueueSize: 1_000_000 })),
};
