import { type ReactNode, useId } from 'react'

/** A field under its name; what is entered is made with the id that ties the two. */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="personal-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
