/**
 * Version of everything in upstream.ts and downstream.ts, and of the rows and commands inside. test/wire/protocolVersion.test.ts holds a fingerprint
 * of the schemas and fails until this is raised. One line of history each:
 *
 * 1  views with windows, frames, resume, commands, beat
 * 2  routers, device intents, approvals, maintenance, notices
 * 3  customers, subscriptions and their rates, troubleshooting, packages, ip pools, sessions, RADIUS health, bulk jobs
 */
export const PROTOCOL_VERSION = 3;
