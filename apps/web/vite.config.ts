import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  build: { target: 'es2024', sourcemap: false },
  server: { proxy: { '/api': process.env['MILLRACE_MESH_URL'] ?? 'http://127.0.0.1:8080' } },
});
