import { ConfigurableModuleBuilder, Global, Module } from '@nestjs/common';
import { Log } from '../audit/log.js';
import { CLOCK, type Clock } from '../clock.js';
import { Metrics } from '../metrics/metrics.js';
import { Spans } from '../tracing/spans.js';
import { ProcessorTime } from '../turns/processor-time.js';
import { ENVIRONMENT, type Environment } from './environment.js';

export interface ProcessOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly processorTime: ProcessorTime;
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<ProcessOptions>()
  .setClassMethodName('forRoot')
  .build();

const option = (token: symbol | typeof Metrics | typeof ProcessorTime, name: keyof ProcessOptions) => ({
  provide: token,
  inject: [MODULE_OPTIONS_TOKEN],
  useFactory: (options: ProcessOptions) => options[name],
});

/**
 * Provides the objects that exist once per process: environment, clock, log, metrics, spans and processor time. No other
 * module is global.
 */
@Global()
@Module({
  providers: [
    option(ENVIRONMENT, 'environment'),
    option(CLOCK, 'clock'),
    option(Metrics, 'metrics'),
    option(ProcessorTime, 'processorTime'),
    Spans,
    {
      provide: Log,
      inject: [ENVIRONMENT, Metrics, Spans],
      useFactory: ({ logFd, rewriteLog }: Environment, metrics: Metrics, spans: Spans) =>
        new Log(logFd, metrics, spans, rewriteLog),
    },
  ],
  exports: [ENVIRONMENT, CLOCK, Metrics, ProcessorTime, Spans, Log],
})
export class ProcessModule extends ConfigurableModuleClass {}
