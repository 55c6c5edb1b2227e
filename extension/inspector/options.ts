/** What {@link headArtist} takes. */
export interface HeadArtistOptions {
  /** Address of the service. */
  url?: string;
  /** The service's token, where the page's own server knows it; absent: the panel pairs with a code. */
  token?: string;
  /** Scene units of a metre. */
  unitsPerMetre?: number;
}

export const HEAD_ARTIST_DEFAULTS = { url: "http://127.0.0.1:4816", unitsPerMetre: 1 } as const;
