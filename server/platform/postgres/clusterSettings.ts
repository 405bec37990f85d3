import { totalmem } from 'node:os';

export interface ClusterSettingsInput {
  readonly port: number;
  /** False only for tests: what is committed survives the death of processes, not that of the machine. */
  readonly fsync: boolean;
}

/**
 * Settings of the embedded server, given on its command line: a new release can change them without touching the data
 * directory. Loopback only, no socket file. Written log lines carry no statement and no row value.
 */
export function clusterSettings(input: ClusterSettingsInput): Readonly<Record<string, string>> {
  const memoryMb = totalmem() / 2 ** 20;
  const bufferMb = Math.max(128, Math.min(1024, Math.floor(memoryMb / 16)));
  return {
    port: String(input.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: `${bufferMb}MB`,
    effective_cache_size: `${Math.max(512, Math.floor(memoryMb / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    jit: 'off',
    // A burst must not force checkpoints one after the other, yet a crash must be recovered within seconds.
    max_wal_size: '1GB',
    min_wal_size: '128MB',
    checkpoint_timeout: '10min',
    checkpoint_completion_target: '0.9',
    wal_buffers: '16MB',
    wal_compression: 'on',
    // Tables fill quickly after a start or an import; without statistics plans are guesses.
    autovacuum_naptime: '10s',
    autovacuum_analyze_scale_factor: '0.05',
    synchronous_commit: 'on',
    fsync: input.fsync ? 'on' : 'off',
    full_page_writes: input.fsync ? 'on' : 'off',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '',
    // Expected errors (a unique violation that is an answer) are the application's to report.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'on',
  };
}
