import { hostname } from 'node:os';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator, setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import { VERSION } from '#version';
import type { CallObserver } from '#s3-presign';
import type { TracingOptions } from './tracing-options.js';

/** The longest time in milliseconds that the end of the process waits for the last export. */
const LAST_EXPORT = 2_000;

/** The longest time in milliseconds that an answer waits for an export to a collector beside the process. */
const FLUSH = 500;

async function inTime(sending: Promise<unknown>, time: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, time);
  await Promise.race([sending.catch(() => {}), promise]);
  clearTimeout(timer);
}

/**
 * The only module that uses OpenTelemetry. It is imported only if tracing is enabled, and it registers nothing
 * globally.
 */
export class Tracing {
  readonly #contexts = new AsyncLocalStorageContextManager().enable();
  readonly #propagator = new W3CTraceContextPropagator();
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;

  /** @param report called with the reason if traces can't be sent */
  constructor(options: TracingOptions, report: (reason: string) => void) {
    setGlobalErrorHandler((error) =>
      report(typeof error === 'string' ? error : (error.message ?? 'unknown')),
    );
    const exporter = options.protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
    this.#provider = new TracerProvider({
      sampler: samplerOf(options),
      spanProcessors: [new BatchSpanProcessor({ exporter })],
      resource: resourceFromAttributes({
        'service.name': 'tenant-presign',
        'service.version': VERSION,
        'service.instance.id': hostname(),
      }).merge(detectResources({ detectors: [envDetector] })),
    });
    this.#tracer = this.#provider.getTracer('tenant-presign', VERSION);
  }

  /** Begins the span of a request, as a child of the span that the `traceparent` field names (W3C Trace Context). */
  begin(name: string, headers: object, attributes: Attributes): TracedRequest {
    const parent = this.#propagator.extract(ROOT_CONTEXT, headers, HEADERS);
    const span = this.#tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
    return new TracedRequest(span, trace.setSpan(parent, span), this.#contexts);
  }

  /** Runs a call in a child span of the current span. */
  within<T>(name: string, call: () => T, attributes?: Attributes): T {
    const parent = this.#contexts.active();
    const span = this.#tracer.startSpan(name, attributes ? { attributes } : {}, parent);
    try {
      const result = this.#contexts.with(trace.setSpan(parent, span), call);
      if (!(result instanceof Promise)) return ended(span, result);
      return result.then(
        (value: unknown) => ended(span, value),
        (error: unknown) => {
          throw failed(span, error);
        },
      ) as T;
    } catch (error) {
      throw failed(span, error);
    }
  }

  /**
   * Begins a span for a call to AWS and adds the `traceparent` field. The field is added after signing and is not
   * signed.
   */
  readonly calling: NonNullable<CallObserver['calling']> = (service, operation, headers) => {
    const parent = this.#contexts.active();
    const attributes = { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': operation };
    const span = this.#tracer.startSpan(
      `${service}/${operation}`,
      { kind: SpanKind.CLIENT, attributes },
      parent,
    );
    this.#propagator.inject(trace.setSpan(parent, span), headers, HEADERS);
    return ({ status }) => {
      if (typeof status === 'number') span.setAttribute('http.response.status_code', status);
      if (status === 'unanswered' || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  };

  /** Exports the remaining spans, as far as that succeeds in time, and shuts down. */
  async stop(): Promise<void> {
    await inTime(this.#provider.shutdown(), LAST_EXPORT);
    this.#contexts.disable();
  }

  /** Exports the remaining spans without shutting down, for a process that is suspended between two requests. */
  flush(): Promise<void> {
    return inTime(this.#provider.forceFlush(), FLUSH);
  }
}

/** The trace of one request while it is answered. */
export class TracedRequest {
  constructor(
    private readonly span: Span,
    private readonly context: Context,
    private readonly contexts: AsyncLocalStorageContextManager,
  ) {}

  /** The trace id; `undefined` if the request is not sampled. */
  get traceId(): string | undefined {
    return this.span.isRecording() ? this.span.spanContext().traceId : undefined;
  }

  /** Runs a call so that all its asynchronous work belongs to this request's span. */
  run(call: () => void): void {
    this.contexts.with(this.context, call);
  }

  end(status: number, attributes: Attributes): void {
    this.span.setAttributes({ ...attributes, 'http.response.status_code': status });
    if (status >= 500) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

/** Propagates the trace context alone, without a vendor's state. */
const HEADERS = {
  keys: (headers: object) => Object.keys(headers),
  get: (headers: object, name: string) =>
    (name === 'traceparent' ? Reflect.get(headers, name) : undefined) as string,
  set: (headers: object, name: string, value: string) => {
    if (name === 'traceparent') Reflect.set(headers, name, value);
  },
};

function ended<T>(span: Span, result: T): T {
  span.end();
  return result;
}

/**
 * Marks a span as failed with the error's code or name. The error's message is left out, because it may quote
 * confidential text.
 */
function failed(span: Span, error: unknown): unknown {
  const { code, name } = error as { readonly code?: string; readonly name?: string };
  span.setAttribute('error.type', code ?? name ?? 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR });
  return ended(span, error);
}

function samplerOf({ sampler, ratio }: TracingOptions): Sampler {
  const root = sampler.endsWith('traceidratio') ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
  return sampler.startsWith('parentbased') ? new ParentBasedSampler({ root }) : root;
}
