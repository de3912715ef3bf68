/** The server's clock as far as this page can know it. */

export interface LocalTime {
  /** Wall clock, ms; may jump. */
  wall(): number;
  /** ms since some start; never goes back, may stand still while the device sleeps. */
  monotonic(): number;
}

const SAMPLES = 12;

/**
 * Server time from stamps received. A stamp is late by its journey, so the largest of the recent
 * offsets is the nearest to the truth; a late one can only make values look older than they are
 * until the next arrives, never younger than the newest stamp proves.
 */
export class ServerClock {
  private readonly startWall: number;
  private readonly startMonotonic: number;
  private highest = 0;
  private offsets: number[] = [];
  private tapeOffset: number | undefined;

  constructor(private readonly local: LocalTime) {
    this.startWall = local.wall();
    this.startMonotonic = local.monotonic();
  }

  /** Learns from a moment that the server says is now. */
  learn(serverTime: string): void {
    const time = Date.parse(serverTime);
    if (Number.isFinite(time)) {
      this.offsets.push(time - this.elapsed());
      this.offsets = this.offsets.slice(-SAMPLES);
    }
  }

  /**
   * In a replay the data's "now" is where the tape is: its times lie in the past, and what ages is
   * the distance to the newest moment replayed.
   */
  followTape(asOf: string): void {
    const offset = Date.parse(asOf) - this.elapsed();
    if (Number.isFinite(offset)) {
      this.tapeOffset = Math.max(this.tapeOffset ?? Number.NEGATIVE_INFINITY, offset);
    }
  }

  leaveTape(): void {
    this.tapeOffset = undefined;
  }

  /** The server's wall clock, ms; NaN before the first stamp. */
  now(): number {
    return this.elapsed() + (this.offsets.length > 0 ? Math.max(...this.offsets) : Number.NaN);
  }

  /** The moment against which market data ages, ms: the server's clock, or the tape's. */
  dataNow(): number {
    return this.tapeOffset === undefined ? this.now() : this.elapsed() + this.tapeOffset;
  }

  /** ms since construction. A wall clock set back must not make old values young again. */
  private elapsed(): number {
    const wall = this.local.wall() - this.startWall;
    const monotonic = this.local.monotonic() - this.startMonotonic;
    this.highest = Math.max(this.highest, wall, monotonic);
    return this.highest;
  }
}
