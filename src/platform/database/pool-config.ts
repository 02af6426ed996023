import type { PoolConfig } from 'pg'

/**
 * How to reach one database in each of its roles. `app` is the role under row-level security: a log-in of its own
 * (`appUrl`, the embedded database) or a role taken at connection time by the owner's log-in (`appRole`, a server
 * of the operator's, where we may not create log-ins). `portal` likewise, by `portalUrl` or by the owner's log-in.
 */
export type DatabaseTarget = PortalTarget &
  (
    | { ownerUrl: string; appUrl: string; appRole?: undefined }
    | { ownerUrl: string; appRole: string; appUrl?: undefined }
  )

/** What a portal needs to know of the database; in a zone of its own it has a log-in that holds no other role. */
export type PortalTarget = { ownerUrl?: string; portalUrl?: string }

/**
 * Migrations own the tables as `owner`; everything that serves people runs as `app`, and the public pages, which
 * anybody in the world may ask, as `portal`.
 */
export type DatabaseRole = 'owner' | 'app'

/** The role that serves people: not the owner, no BYPASSRLS, only what migrations grant. */
export const appRole = 'bihuan_app'

/** The role of the public pages: reads what is published, takes comments, nothing else. */
export const portalRole = 'bihuan_portal'

/** pg settings for one target in one role; callers add pool size and application name. */
export function poolConfig(target: DatabaseTarget, as: DatabaseRole): PoolConfig {
  if (as === 'owner') return { connectionString: target.ownerUrl }
  if (target.appUrl !== undefined) return { connectionString: target.appUrl }
  return { connectionString: withStartupOption(target.ownerUrl, `-c role=${target.appRole}`) }
}

/** The same for the role of the public pages, which is taken even by a log-in that could do more. */
export function portalPoolConfig({ portalUrl, ownerUrl }: PortalTarget): PoolConfig {
  const url = portalUrl ?? ownerUrl
  if (url === undefined) throw new Error('neither a log-in of the portal nor one that may take its role')
  return { connectionString: withStartupOption(url, `-c role=${portalRole}`) }
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
