import { type ChildLoggerOptions, type DestinationStream, type Logger as PinoLogger, destination, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { currentLogContext } from './logContext.ts';
import { redactedFields, withoutUrlPasswords } from './redaction.ts';

/** The logger handed to everything that runs; `child({ … })` adds fields. */
export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** `json`: one object per line, for collectors. `pretty`: for a person at a terminal. */
  readonly format: 'json' | 'pretty';
  /** Where lines go; standard output unless told. */
  readonly stream?: DestinationStream;
}

/**
 * Lines carry the ids of {@link currentLogContext}; secrets are hidden by the names of their members, and passwords in
 * addresses wherever they stand. Writing is synchronous, so the last line before a crash is not lost.
 */
export function createLogger(options: LoggerOptions): Logger {
  const stream = options.stream ?? destination({ dest: 1, sync: true });
  const logger = pino(
    {
      level: options.level,
      mixin: () => ({ ...currentLogContext() }),
      // Errors have been reduced before serializers see them.
      serializers: { err: (fields: unknown) => fields },
      formatters: { level: (label) => ({ level: label }), log: redactedFields },
      hooks: { streamWrite: withoutUrlPasswords },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.format === 'pretty' ? prettyStream(stream) : stream,
  );
  return withRedactedChildren(logger);
}

/** pino's formatters do not see the fields of children; a child inherits `child`, so this reaches grandchildren too. */
function withRedactedChildren(logger: Logger): Logger {
  const child: (this: Logger, bindings: object, options?: ChildLoggerOptions) => Logger = Reflect.get(logger, 'child');
  const redactedChild = function (this: Logger, bindings: object, options?: ChildLoggerOptions): Logger {
    return child.call(this, redactedFields(bindings), options);
  };
  Object.defineProperty(logger, 'child', { value: redactedChild });
  return logger;
}

function prettyStream(stream: DestinationStream): DestinationStream {
  const pretty = prettyFactory({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l', singleLine: true });
  return { write: (line) => stream.write(pretty(line)) };
}
