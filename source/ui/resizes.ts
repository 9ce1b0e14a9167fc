/**
 * Tells of each change of the window's size, also of those that Node.js does not notice: one that was undone before the
 * program heard of it (sizes are compared, but the terminal has dropped rows in between), and one while the program
 * was stopped, of which only the program in the foreground is told.
 */
import process from 'node:process';

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'on' | 'off' | 'emit'>;

type Hearing = {
	/** Emits `resize` though the size is as it was: everything is drawn again. */
	readonly again: () => void;
	readonly stop: () => void;
};

/** Emits `resize` for each SIGWINCH that did not cause it, and when the program goes on. */
export function hearResizes(terminal: Terminal): Hearing {
	if (!terminal.isTTY) return {again: () => {}, stop: () => {}};
	let isTold = false;
	const told = (): void => {
		isTold = true;
	};
	// Node.js listens from the start on, and has emitted its event by then.
	const changed = (): void => {
		if (!isTold) terminal.emit('resize');
		isTold = false;
	};
	// A signal, since Node.js looks at the size only then; and not at once, but when the screen has been taken back.
	const goesOn = (): void => void process.kill(process.pid, 'SIGWINCH');
	terminal.on('resize', told);
	process.on('SIGWINCH', changed);
	process.on('SIGCONT', goesOn);
	const stop = (): void => {
		terminal.off('resize', told);
		process.off('SIGWINCH', changed);
		process.off('SIGCONT', goesOn);
	};
	return {again: changed, stop};
}
