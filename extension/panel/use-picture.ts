import { type RefObject, useEffect, useState } from "react";

/** Milliseconds that a picture's address outlives its tile: a browser that is still reading it would report a missing file. */
const OUTLIVES = 60_000;

/**
 * Address of a picture that is fetched when its frame is scrolled to; undefined until then, and where there is none.
 * @param fetchPicture keeps its identity for as long as the picture is the same; undefined while there is none to fetch.
 */
export function usePicture(
  frame: RefObject<HTMLElement | null>,
  fetchPicture: (() => Promise<Blob | undefined>) | undefined,
): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!fetchPicture) return;
    let made: string | undefined;
    let gone = false;
    const show = async () => {
      const blob = await fetchPicture().catch(() => undefined);
      if (gone || !blob) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void show();
    });
    observer.observe(frame.current!);
    return () => {
      gone = true;
      observer.disconnect();
      setUrl(undefined);
      if (made) setTimeout(URL.revokeObjectURL, OUTLIVES, made);
    };
  }, [frame, fetchPicture]);
  return url;
}
