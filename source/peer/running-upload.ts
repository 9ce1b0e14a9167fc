import {RateMeter} from './pace.ts';
import type {Upload} from './peer-state.ts';

const tellEveryMs = 200;

/** One upload as it runs, told to whoever shows it. */
export class RunningUpload {
	readonly #meter: RateMeter;
	readonly #tell: ((upload: Upload) => void) | undefined;
	readonly #timer: NodeJS.Timeout;
	#upload: Upload;

	constructor(upload: Pick<Upload, 'id' | 'rfc' | 'to' | 'total'>, tell: ((upload: Upload) => void) | undefined) {
		this.#meter = new RateMeter(performance.now());
		this.#tell = tell;
		this.#upload = {...upload, started: Date.now(), sent: 0, rate: 0, state: 'running'};
		this.#timer = setInterval(() => this.#told(), tellEveryMs).unref();
		tell?.(this.#upload);
	}

	add(bytes: number): void {
		this.#meter.add(bytes, performance.now());
		this.#upload = {...this.#upload, sent: this.#upload.sent + bytes};
	}

	end(state: 'done' | 'failed'): void {
		clearInterval(this.#timer);
		this.#upload = {...this.#upload, state, rate: 0};
		this.#tell?.(this.#upload);
	}

	#told(): void {
		this.#upload = {...this.#upload, rate: this.#meter.rate(performance.now())};
		this.#tell?.(this.#upload);
	}
}
