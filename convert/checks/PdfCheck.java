import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDFs with veraPDF's engine: `PdfCheck PROFILE,PROFILE FILE...`, a profile being the name of one of the
 * engine's own profile files, such as PDFUA-1. Prints for each file a line "fault, rule, message, place" (parted by
 * tabs) for each failed check, and at its end "done": without that line its validation did not come to its end.
 *
 * The profiles are read here, because the jar has them but not the JAXB run time that veraPDF reads them with.
 */
public final class PdfCheck {
    private static final String PROFILES = "org/verapdf/pdfa/validation/";

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            System.out.println("file\t" + arguments[i]);
            try {
                for (String profile : arguments[0].split(",")) {
                    report(profile, validate(new File(arguments[i]), read(profile)));
                }
                System.out.println("done");
            } catch (Exception error) {
                System.out.println("failed\t" + flat(String.valueOf(error)));
            }
        }
    }

    private static ValidationResult validate(File file, ValidationProfile profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
             PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, -1, false, true, false)) {
            return validator.validate(parser);
        }
    }

    private static void report(String profile, ValidationResult result) {
        if (result.getTotalAssertions() == 0) {
            throw new IllegalStateException(profile + ": nothing was tested");
        }
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = assertion.getRuleId();
                System.out.println(String.join("\t", "fault",
                    profile + " " + rule.getClause() + "-" + rule.getTestNumber(),
                    flat(assertion.getMessage()), flat(assertion.getLocation().getContext())));
            }
        }
    }

    private static ValidationProfile read(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream stream = PDFAFlavour.class.getClassLoader().getResourceAsStream(PROFILES + name + ".xml")) {
            Element root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
            Element details = one(root, "details");
            return Profiles.profileFromSortedValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(text(details, "name"), text(details, "description"),
                    details.getAttribute("creator"), new Date(0)),
                "", rules(root), variables(root));
        }
    }

    private static SortedSet<Rule> rules(Element root) {
        SortedSet<Rule> rules = new TreeSet<>(Comparator
            .comparing((Rule rule) -> rule.getRuleId().getClause())
            .thenComparing(rule -> rule.getRuleId().getTestNumber())
            .thenComparing(Rule::getObject));
        for (Element element : all(root, "rule")) {
            Element id = one(element, "id");
            Element error = one(element, "error");
            List<ErrorArgument> arguments = all(error, "argument").stream()
                .map(each -> (ErrorArgument) ErrorArgumentImpl.fromValues(
                    each.getTextContent(), attribute(each, "name"), null))
                .collect(Collectors.toList());
            String deferred = attribute(element, "deferred");
            rules.add(Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"), deferred == null ? null : Boolean.valueOf(deferred),
                attribute(element, "tags"), text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>()));
        }
        return rules;
    }

    private static SortedSet<Variable> variables(Element root) {
        SortedSet<Variable> variables = new TreeSet<>(
            Comparator.comparing(Variable::getName).thenComparing(Variable::getObject));
        for (Element each : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
                text(each, "defaultValue"), text(each, "value")));
        }
        return variables;
    }

    private static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).collect(Collectors.toList());
    }

    private static Element one(Element parent, String name) {
        return all(parent, name).stream().findFirst().orElse(null);
    }

    private static String text(Element parent, String name) {
        Element found = one(parent, name);
        return found == null ? null : found.getTextContent();
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    private static String flat(String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ");
    }
}
