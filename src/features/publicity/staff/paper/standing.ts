import type { PublicationDetail } from '../../views.ts'

type Release = NonNullable<PublicationDetail['release']>
export type Standing = Release & { body: NonNullable<Release['body']> }

/** What of a publication stands in public now, and may therefore be posted and sent on. */
export function standingOf({ release, audience, state }: PublicationDetail): Standing | null {
  if (!release?.body || audience !== 'society' || state !== 'published') return null
  return { ...release, body: release.body }
}
