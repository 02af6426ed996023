import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type Catalogue, useWords } from '#ui/language.tsx'
import { onUse } from '#ui/presence.ts'
import { idleAt } from './idle.ts'
import { ownSignInQuery } from './own-sign-in.ts'
import './idle-watch.css'

type Words = {
  ending: (seconds: string) => string
  stay: string
  ended: string
  signIn: string
}
const words: Catalogue<Words> = {
  zh: {
    ending: (seconds) => `很久没有操作，${seconds}秒后将退出登录。`,
    stay: '继续使用',
    ended: '登录已过期。页面上填写的内容还在，重新登录后可以继续。',
    signIn: '去登录',
  },
  en: {
    ending: (seconds) => `You have been away: signing out in ${seconds} seconds.`,
    stay: 'Stay signed in',
    ended: 'Your session has ended. What you typed is still here; sign in to go on.',
    signIn: 'Sign in',
  },
}

const LOOK_MS = 1_000

/**
 * Warns before a session ends for want of use. When it has ended the page stays as it is: what was typed must not be
 * lost because somebody went to lunch.
 */
export function IdleWatch() {
  const say = useWords(words)
  const client = useQueryClient()
  const { data } = useQuery({ ...ownSignInQuery, staleTime: Number.POSITIVE_INFINITY })
  const here = useLocation({ select: ({ href }) => href })
  const [lastUse, setLastUse] = useState(Date.now)
  const [now, setNow] = useState(Date.now)
  useEffect(() => onUse((at) => setLastUse((before) => Math.max(before, at))), [])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  if (!data) return null
  const idle = idleAt(data, lastUse, now)
  if (idle.state === 'fine') return null
  if (idle.state === 'ended')
    return (
      <div className="idle" role="alert">
        {say.ended}
        <Link to="/sign-in" search={{ from: here }} className="ui-button idle-link">
          {say.signIn}
        </Link>
      </div>
    )
  return (
    <div className="idle">
      {/* Told once: a screen reader that counted down with it would say nothing else. */}
      <span role="alert" className="ui-hidden">
        {say.ending('120')}
      </span>
      <span aria-hidden="true">{say.ending(String(idle.seconds))}</span>
      <button
        type="button"
        className="ui-button"
        onClick={() => void client.fetchQuery({ ...ownSignInQuery, staleTime: 0 })}
      >
        {say.stay}
      </button>
    </div>
  )
}
