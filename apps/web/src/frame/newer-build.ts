const key = 'millrace.reloaded';
const againMsMin = 60_000;

/**
 * A page that was open while the server got a newer build asks for parts that are gone. Loading it anew brings the newer
 * build; a part that is still missing then is a failure to show, so it is not done twice in a minute.
 */
export function reloadForNewerBuild(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - last < againMsMin) return;
    event.preventDefault();
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  });
}
