import { Outlet } from '@tanstack/react-router'
import { Banner } from '#ui/banner.tsx'

export function Frame() {
  return (
    <>
      <Banner />
      <main>
        <Outlet />
      </main>
    </>
  )
}
