declare module "@met4citizen/talkinghead" {
  /** The package ships no types; this much of it is used here. */
  export class TalkingHead {
    constructor(place: HTMLElement, options: Record<string, unknown>);
    showAvatar(avatar: { url: string; body: string; avatarMood: string }): Promise<void>;
    mtAvatar: unknown;
    stop(): void;
    setFixedValue(name: string, value: number | null): void;
    animate(time: number): void;
  }
}
