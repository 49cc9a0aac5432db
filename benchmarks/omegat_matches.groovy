// Asks OmegaT's own matcher for each line of a file; run by OmegaT in console mode once the project is loaded.
// The files are named by the system properties align.queries and align.answers; each answer is a line: milliseconds,
// a tab, and the sources of the best five matches with a tab between them.

import org.omegat.core.Core
import org.omegat.core.events.IStopped
import org.omegat.core.statistics.FindMatches

if (eventType.toString() == "LOAD") {
    def project = Core.getProject()
    def finder = new FindMatches(project.getSourceTokenizer(), 5, false, false)
    def never = { false } as IStopped
    def lines = new File(System.getProperty("align.queries")).readLines("UTF-8")
    lines.take(20).each { finder.search(project, it, true, false, never) }
    new File(System.getProperty("align.answers")).withWriter("UTF-8") { out ->
        lines.each {
            def begin = System.nanoTime()
            def found = finder.search(project, it, true, false, never)
            def spent = (System.nanoTime() - begin) / 1.0e6
            out.write(String.format(Locale.ROOT, "%.3f", spent as double) + "\t" + found.collect { it.source }.join("\t") + "\n")
        }
    }
}
