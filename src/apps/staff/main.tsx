import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Desk } from '#ui/desk.tsx'
import { makeQueryClient } from '#ui/queries.ts'
import 'virtual:tokens.css'
import 'virtual:antd.css'
import '#ui/styles/base.css'
import './frame.css'
import { makeRouter } from './router.tsx'

const client = makeQueryClient()
const router = makeRouter(client)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Desk client={client}>
      <RouterProvider router={router} />
    </Desk>
  </StrictMode>,
)
