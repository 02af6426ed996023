import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { newId } from '#ui/new-id.ts'
import { changePosts, enterPerson } from '../../rights-api.ts'
import type { OnePerson } from '../../rights-views.ts'
import { ChoiceField, Panel, TextField, useOrganizationOptions } from './kit.tsx'
import { rightsWords } from './words.ts'

type Kind = 'secretary' | 'head' | 'deputy' | 'member' | 'staff'
type Draft = { organizationId: string; kind: Kind; title: string }
const emptyPost: Draft = { organizationId: '', kind: 'staff', title: '' }

/** A new person with a post. Roles come after, by two. */
export function EnterPanel({ close }: { close: () => void }) {
  const words = useWords(rightsWords)
  const navigate = useNavigate()
  const [id] = useState(newId)
  const [name, setName] = useState('')
  const [username, setUsername] = useState('')
  const [post, setPost] = useState(emptyPost)
  const body = { id, name: name.trim(), post, ...(username.trim() ? { username: username.trim() } : {}) }
  return (
    <Panel
      title={words.people.enter}
      missing={[name.trim() === '' && words.form.name, ...lacking(post, words.form)]}
      send={async () => {
        await call(enterPerson, { body })
        await navigate({ to: '/people/$id', params: { id } })
      }}
      close={close}
    >
      <TextField label={words.form.name} value={name} change={setName} max={40} />
      <TextField
        label={words.form.username}
        help={words.form.usernameHelp}
        value={username}
        change={setUsername}
        max={40}
      />
      <PostFields post={post} change={setPost} />
    </Panel>
  )
}

/** A further post, and those that end with it. */
export function PostsPanel({ person, close }: { person: OnePerson; close: () => void }) {
  const { person: words, form } = useWords(rightsWords)
  const [post, setPost] = useState(emptyPost)
  const [ends, setEnds] = useState<readonly string[]>([])
  const give = isWhole(post) ? [post] : []
  return (
    <Panel
      title={words.acts.changePosts}
      missing={give.length > 0 || (ends.length > 0 && post.organizationId === '') ? [] : lacking(post, form)}
      send={() => call(changePosts, { params: { id: person.id }, body: { give, end: [...ends] } })}
      close={close}
    >
      {person.posts.length > 0 && (
        <fieldset className="rights-field">
          <legend>{words.endPosts}</legend>
          {person.posts.map(({ id, organizationName, title }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={ends.includes(id)}
                onChange={() => setEnds(ends.includes(id) ? ends.filter((one) => one !== id) : [...ends, id])}
              />{' '}
              {organizationName} {title}
            </label>
          ))}
        </fieldset>
      )}
      <h3>{words.newPost}</h3>
      <PostFields post={post} change={setPost} />
    </Panel>
  )
}

const isWhole = ({ organizationId, title }: Draft): boolean => organizationId !== '' && title.trim() !== ''

const lacking = ({ organizationId, title }: Draft, form: { organization: string; title: string }) => [
  organizationId === '' && form.organization,
  title.trim() === '' && form.title,
]

function PostFields({ post, change }: { post: Draft; change: (post: Draft) => void }) {
  const { form, posts } = useWords(rightsWords)
  const organizations = useOrganizationOptions()
  const kinds = (Object.keys(posts) as Kind[]).map((value) => ({ value, label: posts[value] }))
  return (
    <>
      <ChoiceField
        label={form.organization}
        value={post.organizationId}
        options={organizations}
        change={(organizationId) => change({ ...post, organizationId })}
      />
      <ChoiceField
        label={form.postKind}
        value={post.kind}
        options={kinds}
        change={(kind) => change({ ...post, kind: kind as Kind })}
      />
      <TextField
        label={form.title}
        value={post.title}
        max={60}
        change={(title) => change({ ...post, title })}
      />
    </>
  )
}
