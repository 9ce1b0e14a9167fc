/**
 * Tells of each change of the window's size, also of one that was undone before the program heard of it: Node.js
 * compares sizes, but the terminal has dropped rows in between.
 */

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'on' | 'off' | 'emit'>;
type Signals = Pick<NodeJS.Process, 'on' | 'off'>;

/** Emits `resize` for each SIGWINCH that did not cause it. Returns the function to stop. */
export function hearResizes(terminal: Terminal, signals: Signals = process): () => void {
	if (!terminal.isTTY) return () => {};
	let isTold = false;
	const told = (): void => {
		isTold = true;
	};
	// Node.js listens from the start on, and has emitted its event by then.
	const changed = (): void => {
		if (!isTold) terminal.emit('resize');
		isTold = false;
	};
	terminal.on('resize', told);
	signals.on('SIGWINCH', changed);
	return () => {
		terminal.off('resize', told);
		signals.off('SIGWINCH', changed);
	};
}
