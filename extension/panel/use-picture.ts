import { type RefObject, useEffect, useState } from "react";
import { revokeLater } from "./revoke-later.ts";

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
      if (made) revokeLater(made);
    };
  }, [frame, fetchPicture]);
  return url;
}
