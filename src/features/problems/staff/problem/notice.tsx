import type { ReactNode } from 'react'

type NoticeProps = {
  title: ReactNode
  /** Read out at once: something happened that the reader has to know. */
  urgent?: true
  children?: ReactNode
}

/** What has to be known before going on. Set apart by a rule and weight; red and amber are for time alone. */
export function Notice({ title, urgent, children }: NoticeProps) {
  return (
    <div className="pp-notice" role={urgent && 'alert'}>
      <p className="pp-notice-title">{title}</p>
      {children}
    </div>
  )
}
