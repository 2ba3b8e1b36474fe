import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // The dev server must not bundle it: it finds its workers and effects beside itself.
  optimizeDeps: { exclude: ['rtc-elements'] },
})
