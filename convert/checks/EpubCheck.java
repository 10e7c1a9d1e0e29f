import com.adobe.epubcheck.tool.EpubChecker;
import java.io.PrintStream;

/**
 * Runs EPUBCheck on many books in one Java process: `EpubCheck BOOK REPORT BOOK REPORT...`, each report as JSON.
 * What it says besides goes nowhere, its exit code too: the report has it all, and a missing report says the rest.
 */
public final class EpubCheck {
    public static void main(String[] arguments) {
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            new EpubChecker().run(new String[] {arguments[i], "--json", arguments[i + 1], "--quiet"});
        }
    }
}
