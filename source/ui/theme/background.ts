/** Determines the background colour of a terminal. Pure. */
import type {Background} from './tones.ts';

/** The query for the background colour (xterm, "Operating System Commands", 11). */
export const backgroundQuery = '\u001b]11;?\u001b\\';

const answer = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** The luminance of a colour `rgb:RRRR/GGGG/BBBB`, weighted as in ITU-R BT.709. */
function lightness(parts: readonly string[]): number {
	const [red = 0, green = 0, blue = 0] = parts.map(part => Number.parseInt(part, 16) / (16 ** part.length - 1));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The background in a terminal's answer, without the sequence around it; undefined for any other text. */
export function backgroundOfAnswer(text: string): Background | undefined {
	const parts = answer.exec(text)?.slice(1);
	if (parts === undefined) return undefined;
	return lightness(parts) > 0.5 ? 'light' : 'dark';
}

/** The background in COLORFGBG (rxvt): `15;0` has background colour 0; of sixteen, 7 and those from 9 on are light. */
export function backgroundOfEnvironment(colours: string | undefined): Background | undefined {
	const behind = /;(\d{1,2})$/.exec(colours ?? '')?.[1];
	if (behind === undefined) return undefined;
	return behind === '7' || Number(behind) >= 9 ? 'light' : 'dark';
}
