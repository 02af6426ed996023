import type { PoolConfig } from 'pg'

/**
 * How to reach one database in both of its roles. `app` is the role under row-level security: a log-in of its own
 * (`appUrl`, the embedded database) or a role taken at connection time by the owner's log-in (`appRole`, a server
 * of the operator's, where we may not create log-ins).
 */
export type DatabaseTarget =
  | { ownerUrl: string; appUrl: string; appRole?: undefined }
  | { ownerUrl: string; appRole: string; appUrl?: undefined }

/** Migrations own the tables as `owner`; everything that serves people runs as `app`. */
export type DatabaseRole = 'owner' | 'app'

/** The role that serves people: not the owner, no BYPASSRLS, only what migrations grant. */
export const appRole = 'bihuan_app'

/** pg settings for one target in one role; callers add pool size and application name. */
export function poolConfig(target: DatabaseTarget, as: DatabaseRole): PoolConfig {
  if (as === 'owner') return { connectionString: target.ownerUrl }
  if (target.appUrl !== undefined) return { connectionString: target.appUrl }
  return { connectionString: withStartupOption(target.ownerUrl, `-c role=${target.appRole}`) }
}

/**
 * pg lets `options` of the URL win over the one of the config, so it is joined into the URL; `-c role=` holds from
 * the first statement on and survives RESET ROLE.
 */
function withStartupOption(connectionString: string, option: string): string {
  const url = new URL(connectionString)
  const options = [url.searchParams.get('options'), option].filter(Boolean).join(' ')
  url.searchParams.set('options', options)
  return url.href.replaceAll('+', '%20')
}
