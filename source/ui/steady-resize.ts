/**
 * Prevents flashing while a window is resized: Ink erases its rows first and redraws them a moment later. From the
 * resize on, the terminal shows nothing new until the next frame is complete.
 */

/** Synchronized updates (a private mode that many terminals support and others ignore). */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** If nothing needs redrawing, the terminal continues after this many ms. */
const patience = 150;

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'prependListener' | 'off'>;

/**
 * Freezes the terminal's picture at each resize; every frame ends with the mode that unfreezes it. Returns the
 * function to stop.
 */
export function holdResizes(terminal: Terminal): () => void {
	if (!terminal.isTTY) return () => {};
	let timer: NodeJS.Timeout | undefined;
	const letGo = (): void => {
		timer = undefined;
		terminal.write(end);
	};
	const hold = (): void => {
		clearTimeout(timer);
		timer = setTimeout(letGo, patience);
		terminal.write(begin);
	};
	// Before Ink's own listener, which erases.
	terminal.prependListener('resize', hold);
	return () => {
		terminal.off('resize', hold);
		if (timer === undefined) return;
		clearTimeout(timer);
		letGo();
	};
}
