/**
 * Keeps a window that changes its size from flashing: Ink erases its rows first and draws them a moment later. From the
 * change on the terminal shows nothing new until the next frame is whole.
 */

/** Synchronized updates (a private mode of terminals that many follow and others ignore). */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** Where no frame follows, since nothing was to be drawn, the terminal shows again what it is sent after so many ms. */
const patience = 150;

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'prependListener' | 'off'>;

/** Holds the terminal's picture at each change of its size; each frame ends with a mode that lets go. Returns the way to stop. */
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
